// What the server does in the background.

/** Whether a job has not ended yet. @param {{status: string} | null | undefined} job */
export const goesOn = (job) => ['PENDING', 'STARTED', 'RETRY'].includes(job?.status ?? '');

/** Whether a job is at work now; one that is tried again later waits. @param {{status: string} | null | undefined} job */
export const isAtWork = (job) => job?.status === 'STARTED';

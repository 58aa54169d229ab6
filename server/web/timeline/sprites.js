// Small frames of the recording: sheets with many of them, and a list that says where each one is.

import {Problem, request, url} from '../base/api.js';
import {parseSprites} from '../player/sprites.js';
import {lastBegun} from '../player/spans.js';

/** @typedef {import('../player/sprites.js').Cell} Cell */

const patience = 5; // seconds, if the server names none

export class Sprites {
    /** @param {string} path of the list; sheets are named relative to it @param {() => void} changed */
    constructor(path, changed) {
        this.path = path;
        this.changed = changed;
        /** @type {readonly Cell[]} by start */
        this.cells = [];
        /** @type {Map<string, HTMLImageElement>} */
        this.sheets = new Map();
        this.stopping = new AbortController();
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        this.timer = undefined;
    }

    async load() {
        try {
            const response = await request(this.path, {signal: this.stopping.signal});
            const address = new URL(url(this.path), location.href).href;
            this.cells = response.status === 204 ? [] : parseSprites(await response.text(), address);
            this.changed();
        } catch (error) {
            if (this.stopping.signal.aborted || !(error instanceof Problem)) return;
            // 404 without a time to wait: there will be none.
            const again = error.status === 404 ? error.retryAfter !== null : [503, 0].includes(error.status);
            if (!again) return;
            this.timer = setTimeout(() => this.load(), (error.retryAfter ?? patience) * 1000);
        }
    }

    /**
     * Draws the frame of a time into a rectangle. Returns false while its sheet is on its way.
     * @param {CanvasRenderingContext2D} pen @param {number} time
     * @param {number} x @param {number} y @param {number} width @param {number} height
     */
    draw(pen, time, x, y, width, height) {
        const cell = this.cells[Math.max(0, lastBegun(this.cells, time))];
        const sheet = cell && this.#sheet(cell.src);
        if (!sheet?.complete || !sheet.naturalWidth) return false;
        // As "object-fit: cover" does: the middle of the frame fills the rectangle.
        const scale = Math.max(width / cell.width, height / cell.height);
        const [w, h] = [width / scale, height / scale];
        pen.drawImage(sheet, cell.x + (cell.width - w) / 2, cell.y + (cell.height - h) / 2, w, h, x, y, width, height);
        return true;
    }

    /** @param {string} address */
    #sheet(address) {
        let sheet = this.sheets.get(address);
        if (!sheet) {
            sheet = new Image();
            sheet.onload = () => this.changed();
            sheet.src = address;
            this.sheets.set(address, sheet);
        }
        return sheet;
    }

    stop() {
        clearTimeout(this.timer);
        this.stopping.abort();
    }
}

-- Operations with the same serial key are carried out one after the other.
ALTER TABLE file_ops RENAME COLUMN strand TO serial_key;
ALTER INDEX file_ops_by_strand RENAME TO file_ops_by_serial_key;

-- Operations with the same serial key are carried out one after the other.
ALTER TABLE file_ops RENAME COLUMN strand TO serial_key;
DROP INDEX file_ops_by_strand;
CREATE INDEX file_ops_by_serial_key ON file_ops (serial_key, id);

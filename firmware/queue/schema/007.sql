-- Version 7. Numbers of one time of the day lie together, whatever their series: a batch of tickets
-- of many services writes one page of this index, where it wrote one of each series.
DROP INDEX ticket_number;
CREATE UNIQUE INDEX ticket_number ON ticket (day, number, series);

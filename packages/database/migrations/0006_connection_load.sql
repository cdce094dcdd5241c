-- Requests of each connection per hour of the clock (hours since 1970), all gateway processes together: the quotas of
-- appendix 2 of the Rules are read from here. The journal has the messages themselves; this may be lost.
create table connection_load (
  connection text not null,                  -- senderId and serviceId
  hour       bigint not null,
  requests   bigint not null,
  primary key (connection, hour)
) with (fillfactor = 50);                    -- the rows of this hour are updated in place, once a second
create index connection_load_hour on connection_load (hour);

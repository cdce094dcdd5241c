-- A publication that was made stays: who takes the newest one away would bring back certificates that were withdrawn.
create function registry_publication_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'publications of the registry are append-only: % is refused', lower(tg_op);
end
$$;

create trigger registry_publication_append_only before update or delete on registry_publication
  for each row execute function registry_publication_is_append_only();
create trigger registry_publication_no_truncate before truncate on registry_publication
  for each statement execute function registry_publication_is_append_only();

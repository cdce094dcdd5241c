-- Who published a registry, why, and how many things it changed (null: not known). The snapshot says who and why, too,
-- and there it is signed; these are for lists.
alter table registry_publication
  add column published_by text,
  add column reason text,
  add column changes integer;

-- What the gateway proves itself with to providers: passwords, tokens, keys. Sealed under the operator's secret key,
-- which is a file and never in the database. Rows are only added; the newest version of a name is in force, and one
-- without `sealed` says that the name was removed.
create table provider_secret (
  name    text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
  version bigint not null check (version > 0),
  sealed  bytea,                    -- nonce (12), ciphertext, tag (16)
  set_by  text not null,
  set_at  timestamptz not null default clock_timestamp(),
  primary key (name, version)
);

create function provider_secret_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'provider secrets are append-only: % is refused', lower(tg_op);
end
$$;

create trigger provider_secret_append_only before update or delete on provider_secret
  for each row execute function provider_secret_is_append_only();
create trigger provider_secret_no_truncate before truncate on provider_secret
  for each statement execute function provider_secret_is_append_only();

-- The publications of the registry: one signed snapshot per number, environment and contour. Rows are only added.
-- The text is a JWS; whoever reads it checks the signature, so nothing else here is believed by a gateway.
create table registry_publication (
  environment text not null check (environment in ('test', 'production')),
  contour text not null check (contour in ('inner', 'outer')),
  number bigint not null check (number between 1 and 9007199254740991),
  published_at timestamptz not null,
  snapshot text not null,
  primary key (environment, contour, number)
);

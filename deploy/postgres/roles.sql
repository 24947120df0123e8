-- The roles and the database of the portal. Run by a superuser, as often as one likes, with psql:
-- the embedded server does so at its start, docker-compose when its volume is new.
--
--   portal_owner   owns every table and runs the migrations; may make databases (the tests do)
--   portal_app     what web, worker and beat connect as; owns nothing, row-level security binds it
--   portal_reader  never connects; portal_app becomes it for public pages (SET LOCAL ROLE), so that
--                  they see what its own policies show and nothing else
--
-- Passwords come in as the variables owner_password and app_password; without them the roles have
-- none, which is right on a private socket only.

\set ON_ERROR_STOP on
set client_min_messages = warning;

select not exists (select from pg_roles where rolname = 'portal_owner') as missing \gset
\if :missing
  create role portal_owner;
\endif
select not exists (select from pg_roles where rolname = 'portal_app') as missing \gset
\if :missing
  create role portal_app;
\endif
select not exists (select from pg_roles where rolname = 'portal_reader') as missing \gset
\if :missing
  create role portal_reader;
\endif

alter role portal_owner login createdb nosuperuser nobypassrls nocreaterole noreplication;
alter role portal_app login noinherit nocreatedb nosuperuser nobypassrls nocreaterole noreplication;
alter role portal_reader nologin nocreatedb nosuperuser nobypassrls nocreaterole noreplication;

\if :{?owner_password}
  alter role portal_owner password :'owner_password';
\endif
\if :{?app_password}
  alter role portal_app password :'app_password';
\endif

-- A role that inherits another also meets that role's policies, as one more "or": so nothing is
-- inherited, and each may only become the other. Before PostgreSQL 16 NOINHERIT of the member says
-- the same; the owner has no such attribute there, which touches the tests alone.
select current_setting('server_version_num')::int >= 160000 as modern \gset
\if :modern
  grant portal_reader to portal_app with inherit false, set true;
  grant portal_reader to portal_owner with inherit false, set true;
  grant portal_app to portal_owner with inherit false, set true;
\else
  grant portal_reader to portal_app;
  grant portal_reader to portal_owner;
  grant portal_app to portal_owner;
\endif

select format('create database portal owner portal_owner')
where not exists (select from pg_database where datname = 'portal') \gexec
alter database portal owner to portal_owner;
revoke all on database portal from public;
grant connect on database portal to portal_app;

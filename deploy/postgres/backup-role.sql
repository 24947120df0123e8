-- The role that takes backups: it reads every partnership's rows, which row-level security denies
-- to the owner of the tables too, and it can change nothing. Run by a superuser with psql:
--   psql --set backup_password=… --file backup-role.sql
\set ON_ERROR_STOP on
select not exists (select from pg_roles where rolname = 'portal_backup') as missing \gset
\if :missing
  create role portal_backup;
\endif
alter role portal_backup login bypassrls nosuperuser nocreatedb nocreaterole noreplication;
\if :{?backup_password}
  alter role portal_backup password :'backup_password';
\endif
grant pg_read_all_data to portal_backup;
grant connect on database portal to portal_backup;

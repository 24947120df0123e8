#!/bin/sh
# Runs once, when the database's volume is new (the postgres image calls what lies in
# /docker-entrypoint-initdb.d). Roles and passwords come from the environment.
set -eu
: "${PORTAL_OWNER_PASSWORD:?}" "${PORTAL_APP_PASSWORD:?}"
exec psql --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$PORTAL_OWNER_PASSWORD" --set app_password="$PORTAL_APP_PASSWORD" \
  --file /portal/roles.sql

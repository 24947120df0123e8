# The portal's one image: web, worker, beat and migrate run it with different commands.

# --- style sheets and scripts (Node is not in the final image)
FROM node:22-bookworm-slim AS node
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts

# --- Python packages, each checked against its hash
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY deploy/requirements.lock /tmp/requirements.lock
RUN /venv/bin/pip install --require-hashes -r /tmp/requirements.lock
WORKDIR /portal
COPY --from=node /portal/node_modules node_modules
COPY krscp_portal krscp_portal
RUN /venv/bin/python -m krscp_portal.assets

# --- what runs
FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /srv/files /srv/beat \
 && install -d -m 0755 /srv/static
# HOME and the font cache are in /tmp, the one place that may be written (docker-compose.yml).
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=krscp_portal.settings.base \
    STATIC_ROOT=/srv/static \
    FILES_DIR=/srv/files
COPY --from=packages /venv /venv
WORKDIR /portal
COPY . .
COPY --from=packages /portal/build build
# collectstatic reads settings, which ask for an environment: these values end with this line.
RUN SECRET_KEY=only-while-the-image-is-built-and-never-for-a-single-request \
    IDENTITY_KEYS=b25seS13aGlsZS10aGUtaW1hZ2UtaXMtYmVpbmctYnU= \
    ALLOWED_HOSTS=build.invalid PUBLIC_URL=https://build.invalid \
    DATABASE_URL=postgresql://build.invalid/none REDIS_URL=redis://build.invalid/0 \
    python manage.py collectstatic --no-input --verbosity 0
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn", "krscp_portal.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket", "--access-logfile", "-", \
     "--logger-class", "krscp_portal.foundation.access_log.QuietLogger", \
     "--max-requests", "2000", \
     "--max-requests-jitter", "200"]

# The same image runs web, worker, beat and migrations; docker-compose.yml says which.

FROM node:22-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node build.mjs

FROM python:3.12-slim-bookworm AS packages
ENV UV_PYTHON_DOWNLOADS=never
COPY requirements/uv.txt requirements/base.txt /requirements/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements/uv.txt \
 && /venv/bin/uv pip sync --no-cache --python /venv/bin/python --require-hashes /requirements/base.txt

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin copsite \
 && install -d -o copsite /data/media /data/beat
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=copsite.settings.production MEDIA_ROOT=/data/media
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=frontend /app/static/dist ./static/dist
RUN python scripts/fonts.py
# values of the right shape, for this one command only: the real ones come from the environment
RUN DJANGO_SECRET_KEY=for-collecting-static-files-only-0123456789-abcdefghij ALLOWED_HOSTS=localhost \
    SITE_ADDRESS=https://localhost DATABASE_URL=postgres://none@localhost/none REDIS_URL=redis://localhost \
    EMAIL_URL=smtp://localhost:25 DEFAULT_FROM_EMAIL=none@localhost \
    python manage.py collectstatic --noinput
USER copsite
EXPOSE 8000
CMD ["gunicorn", "copsite.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]

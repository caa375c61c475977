# docker build -t script2doc .                        the app
# docker build -t script2doc --target with-pdf .      the app with LibreOffice, which makes PDF files
FROM python:3.12-slim AS base

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    SCRIPT2DOC_DATABASE_URL=sqlite+aiosqlite:////data/script2doc.db \
    SCRIPT2DOC_HEALTH_PORT=8080

WORKDIR /app

COPY requirements.txt .
RUN pip install --disable-pip-version-check -r requirements.txt

COPY bot bot
COPY pipeline pipeline
COPY manifest.yml LICENSE ./
# As pip does for what it installs: the app and each process that reads a file start with a fifth less work.
RUN python -m compileall -q bot pipeline

RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin script2doc \
    && mkdir /data \
    && chown script2doc /data

# 3000: Slack over HTTP, where Socket Mode isn't used. 8080: /healthz and /metrics.
EXPOSE 3000 8080
VOLUME /data

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]

CMD ["python", "-m", "bot", "serve"]

FROM base AS with-pdf
RUN apt-get update \
    && apt-get install -y --no-install-recommends libreoffice-writer-nogui fonts-liberation fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
USER script2doc

# The last stage is the one that is built when none is named.
FROM base AS app
USER script2doc

# Debian, because the embedded PostgreSQL needs glibc.
FROM node:22-slim AS build
WORKDIR /kataribe
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY migrations migrations
# Neither tests nor measurements are part of the image.
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
LABEL org.opencontainers.image.title="Kataribe" \
      org.opencontainers.image.description="An oral-history archive that can show its evidence" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /kataribe
COPY --from=build /kataribe/node_modules node_modules
COPY --from=build /kataribe/dist dist
COPY seeds seeds
COPY styles styles
COPY package.json LICENSE NOTICE ./
RUN ln -s /kataribe/dist/src/main.js /usr/local/bin/kataribe && chmod 755 dist/src/main.js \
 && mkdir /data && chown node:node /data

# The data directory is used only without DATABASE_URL.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 KATARIBE_DATA_DIR=/data
VOLUME /data
EXPOSE 3000
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["kataribe", "serve"]

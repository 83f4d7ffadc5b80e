# One program with its pages inside, as nobody in particular.
FROM node:22-trixie-slim AS pages
WORKDIR /src/static
COPY static/package.json static/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static ./
RUN npm run build

FROM golang:1.26-trixie AS program
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . ./
COPY --from=pages /src/static/dist static/dist
RUN CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /partyline . && mkdir /data

FROM scratch
COPY --from=program /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=program /partyline /partyline
COPY --from=program --chown=65532:65532 /data /data
USER 65532:65532
ENV DATA_DIR=/data LOG_FORMAT=json
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s CMD ["/partyline", "health"]
ENTRYPOINT ["/partyline"]
CMD ["serve"]

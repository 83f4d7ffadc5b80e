FROM node:22-bookworm-slim AS pages
WORKDIR /src/static
COPY static/package.json static/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static/ ./
RUN npm run build

FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/static/dist ./static/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /partyline .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=program /partyline /partyline
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/partyline"]
CMD ["serve"]

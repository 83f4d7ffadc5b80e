# Partyline: every command a person or CI needs. Each installs what it lacks.
#   make run     start on http://localhost:8080 with the embedded database, the simulated carrier and a demo organisation
#   make test    every test: Go with -race on both databases, browser units, end to end in Chromium
#   make build   pages and program, into bin/partyline
#   make bench   the benchmarks against their floors (ONLY=name for some rows)
#   make check   what CI runs: format, vet, lint, types, tests

export GOFLAGS ?= -buildvcs=false
SHELL := /bin/bash
PAGES := static/dist/app.html
STAMP := .stamp
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: run build test bench check soak audit generate pages format lint types screenshots clean

run: pages
	@ci/setup run
	DEMO=$${DEMO:-1} go run . serve

build: pages
	go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/partyline .

pages: $(PAGES)

$(STAMP)/node: static/package-lock.json
	@ci/setup node
	cd static && npm ci --no-audit --no-fund
	@mkdir -p $(STAMP) && touch $@

$(PAGES): $(STAMP)/node $(shell find static/src static/volunteer static/clicker static/caller static/public static/*.html static/*.ts static/*.json -type f 2>/dev/null)
	cd static && npm run build
	@touch $@

$(STAMP)/api: static/api/package-lock.json
	@ci/setup node
	cd static/api && npm ci --no-audit --no-fund
	@mkdir -p $(STAMP) && touch $@

# One definition for Go and TypeScript: structs -> OpenAPI document -> types.
generate: $(STAMP)/node $(STAMP)/api
	go run . openapi > static/api/openapi.json
	go run . asyncapi > static/api/asyncapi.json
	cd static && npm run gen

check: lint types test

format:
	gofmt -l -w .
	cd static && npx biome check --write .

lint: $(STAMP)/node
	@ci/lint

types: pages
	cd static && npm run check

test: pages
	@ci/setup test
	@ci/test

bench: build
	@ci/setup bench
	go run ./bench

soak:
	@ci/setup test
	@ci/soak

audit:
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...
	cd static && npm audit --omit=dev

screenshots: build
	@ci/setup screenshots
	@ci/screenshots

clean:
	rm -rf bin $(STAMP) static/node_modules static/api/node_modules
	find static/dist -mindepth 1 ! -name .gitkeep -delete

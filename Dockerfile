# syntax=docker/dockerfile:1

FROM rust:1.95-slim-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/pilotage /pilotage

FROM debian:trixie-slim
# TLS roots are in the binary; it needs nothing but the C library.
RUN useradd --system --uid 10001 --home-dir /data --create-home pilotage
COPY --from=build /pilotage /usr/local/bin/pilotage
COPY LICENSE /usr/share/doc/pilotage/LICENSE
USER 10001
WORKDIR /data
VOLUME /data
ENV PILOTAGE_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["pilotage"]
CMD ["serve"]

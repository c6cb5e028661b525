# Builds the operator, a Java runtime of only the modules it uses, and an ahead-of-time cache for the two, and puts
# all on a base without a shell. The same sources make the same layers, the cache's apart (docs/versions.md).
ARG BUILD_IMAGE=docker.io/library/maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=gcr.io/distroless/base-nossl-debian12

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src/build src/build
COPY src/main src/main
ARG REVISION=unknown
RUN mvn -B -ntp -q -Dmaven.test.skip=true -Dscm.revision="${REVISION}" package

# Beside what jdeps finds: elliptic curves for TLS, and jar: file systems. All files get the time of the image
# before the JVM makes its archives: it may compare the times of runtime and jars with those that they had then.
ARG SOURCE_DATE_EPOCH=1767225600
RUN set -eu; \
    modules="$(jdeps --multi-release 25 --ignore-missing-deps --print-module-deps \
      target/gitopsbinding-operator.jar target/lib/*.jar)"; \
    jlink --add-modules "${modules},jdk.crypto.ec,jdk.zipfs" \
      --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output /opt/runtime; \
    mkdir /app; \
    cp -r target/lib target/gitopsbinding-operator.jar src/build/jvm.options /app; \
    find /opt/runtime /app -exec touch -d "@${SOURCE_DATE_EPOCH}" {} +; \
    /opt/runtime/bin/java -Xshare:dump -XX:+UseSerialGC -XX:+UseCompactObjectHeaders; \
    find /opt/runtime -newermt "@${SOURCE_DATE_EPOCH}" -exec touch -d "@${SOURCE_DATE_EPOCH}" {} +

# Trained with the runtime and the jars under the paths that they have in the end. Training is never twice the same, so
# the cache becomes a layer of its own.
COPY src/training src/training
RUN set -eu; \
    JAVA=/opt/runtime/bin/java TRAINER="$(command -v java)" src/build/aot.sh /app; \
    mkdir /aot; \
    mv /app/gitopsbinding-operator.aot /aot; \
    find /aot /app -maxdepth 1 -exec touch -d "@${SOURCE_DATE_EPOCH}" {} +

FROM ${RUNTIME_IMAGE}
COPY --from=build /opt/runtime /opt/runtime
COPY --from=build /app /app
COPY --from=build /aot /aot
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="gitopsbinding-operator" \
      org.opencontainers.image.description="Writes the newest source commit as the image tag into manifest repositories" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="https://github.com/gitopsbinding/gitopsbinding-operator" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV LANG=C.UTF-8
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/runtime/bin/java", "@/app/jvm.options", "-XX:AOTCache=/aot/gitopsbinding-operator.aot", "-jar", "/app/gitopsbinding-operator.jar"]

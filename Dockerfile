# Builds the operator and a Java runtime of only the modules it uses, and puts both on a base without a shell.
ARG BUILD_IMAGE=docker.io/library/maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=gcr.io/distroless/base-nossl-debian12

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
RUN mvn -B -ntp -q -Dmaven.test.skip=true package

# Beside what jdeps finds: elliptic curves for TLS, and jar: file systems. The archive makes the start faster.
RUN set -eu; \
    modules="$(jdeps --multi-release 25 --ignore-missing-deps --print-module-deps \
      target/gitopsbinding-operator.jar target/lib/*.jar)"; \
    jlink --add-modules "${modules},jdk.crypto.ec,jdk.zipfs" \
      --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output /jre; \
    /jre/bin/java -Xshare:dump

FROM ${RUNTIME_IMAGE}
COPY --from=build /jre /opt/java
COPY --from=build /build/target/lib /app/lib
COPY --from=build /build/target/gitopsbinding-operator.jar /app/
ENV LANG=C.UTF-8
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/java/bin/java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-jar", "/app/gitopsbinding-operator.jar"]

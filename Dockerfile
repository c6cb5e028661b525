# Builds the operator, a Java runtime of only the modules it uses, and an ahead-of-time cache for the two, and puts
# all on a base without a shell.
ARG BUILD_IMAGE=docker.io/library/maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=gcr.io/distroless/base-nossl-debian12

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src/build src/build
COPY src/main src/main
RUN mvn -B -ntp -q -Dmaven.test.skip=true package

# Beside what jdeps finds: elliptic curves for TLS, and jar: file systems.
RUN set -eu; \
    modules="$(jdeps --multi-release 25 --ignore-missing-deps --print-module-deps \
      target/gitopsbinding-operator.jar target/lib/*.jar)"; \
    jlink --add-modules "${modules},jdk.crypto.ec,jdk.zipfs" \
      --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output /opt/runtime; \
    /opt/runtime/bin/java -Xshare:dump -XX:+UseSerialGC -XX:+UseCompactObjectHeaders; \
    mkdir /app; \
    cp -r target/lib target/gitopsbinding-operator.jar src/build/jvm.options /app

# Trained with the runtime and the jars under the paths that they have in the end.
COPY src/training src/training
RUN JAVA=/opt/runtime/bin/java TRAINER="$(command -v java)" src/build/aot.sh /app

FROM ${RUNTIME_IMAGE}
COPY --from=build /opt/runtime /opt/runtime
COPY --from=build /app /app
ENV LANG=C.UTF-8
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/runtime/bin/java", "@/app/jvm.options", "-XX:AOTCache=/app/gitopsbinding-operator.aot", "-jar", "/app/gitopsbinding-operator.jar"]

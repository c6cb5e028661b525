package dev.gitopsbinding.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.model.BindingId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class LogConfigurationTest {
  private static final String OWN = "dev.gitopsbinding.reconcile.Example";
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId API = new BindingId("shop", "api");

  @Test
  void aJsonLineNamesTheBindingAndHoldsTheWholeMessage() throws Exception {
    String output =
        logged(
            Map.of("GITOPSBINDING_LOG_FORMAT", "json"),
            context -> {
              try (var _ = BindingLog.within(WEB)) {
                context.getLogger(OWN).info("Pushed {} to \"{}\".", "3f2c", "main");
              }
            });

    JsonNode line = new ObjectMapper().readTree(output);
    assertThat(line.path("mdc").path("binding.namespace").asText()).isEqualTo("shop");
    assertThat(line.path("mdc").path("binding.name").asText()).isEqualTo("web");
    assertThat(line.path("formattedMessage").asText()).isEqualTo("Pushed 3f2c to \"main\".");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("loggerName").asText()).isEqualTo(OWN);
    assertThat(line.path("timestamp").asLong()).isPositive();
    assertThat(output).hasLineCount(1);
  }

  @Test
  void aTextLineNamesTheBindingIfThereIsOne() throws Exception {
    String output =
        logged(
            Map.of("GITOPSBINDING_LOG_FORMAT", "text"),
            context -> {
              try (var _ = BindingLog.within(WEB)) {
                context.getLogger(OWN).info("pushed");
              }
              context.getLogger(OWN).info("idle");
            });

    assertThat(output.lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" INFO  Example [shop/web] pushed"),
            line -> assertThat(line).endsWith(" INFO  Example idle"));
  }

  @Test
  void withoutATerminalLinesAreJson() throws Exception {
    assertThat(logged(Map.of(), context -> context.getLogger(OWN).info("idle"))).startsWith("{");
  }

  @Test
  void theLevelIsThatOfOurOwnClasses() throws Exception {
    String output =
        logged(
            Map.of("GITOPSBINDING_LOG_LEVEL", "debug"),
            context -> {
              context.getLogger(OWN).debug("own");
              context.getLogger("io.javaoperatorsdk.operator.Operator").debug("sdk-debug");
              context.getLogger("io.javaoperatorsdk.operator.Operator").info("sdk-info");
            });

    assertThat(output).contains("own", "sdk-info").doesNotContain("sdk-debug");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor",
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "org.apache.hc.client5.http.impl.classic.MainClientExec",
        "org.apache.hc.client5.http.impl.auth.AuthenticationHandler",
        "org.eclipse.jgit.transport.PacketLineIn"
      })
  void whatWritesSecretsIsOffWhateverTheRootsLevel(String logger) throws Exception {
    String output =
        logged(
            Map.of("GITOPSBINDING_LOG_LEVEL", "trace"),
            context -> {
              context.getLogger("ROOT").setLevel(Level.TRACE);
              context.getLogger(logger).error("secret");
            });

    assertThat(output).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.apache.sshd.client", "org.eclipse.jgit.transport", "io.fabric8"})
  void librariesOnlyWarn(String logger) throws Exception {
    String output =
        logged(
            Map.of("GITOPSBINDING_LOG_LEVEL", "trace"),
            context -> {
              context.getLogger(logger).info("chatter");
              context.getLogger(logger).warn("warning");
            });

    assertThat(output).contains("warning").doesNotContain("chatter");
  }

  @Test
  void aScopeBringsBackTheBindingFromBefore() {
    try (var _ = BindingLog.within(WEB)) {
      try (var _ = BindingLog.within(API)) {
        assertThat(MDC.get(BindingLog.NAME)).isEqualTo("api");
      }
      assertThat(MDC.get(BindingLog.NAME)).isEqualTo("web");
    }
    assertThat(MDC.get(BindingLog.NAME)).isNull();
    assertThat(MDC.get(BindingLog.NAMESPACE)).isNull();
  }

  @Test
  void logbackItselfHasNothingToComplainAbout() throws Exception {
    for (String format : List.of("text", "json", "auto", "wrong")) {
      LoggerContext context = new LoggerContext();
      context.putProperty("GITOPSBINDING_LOG_FORMAT", format);

      configure(context);

      assertThat(context.getStatusManager().getCopyOfStatusList())
          .as(format)
          .isNotEmpty()
          .allMatch(status -> status.getLevel() == Status.INFO);
      context.stop();
    }
  }

  private static void configure(LoggerContext context) throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogConfigurationTest.class.getResource("/logback.xml"));
  }

  private static String logged(Map<String, String> settings, Consumer<LoggerContext> logging)
      throws JoranException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(MDC.getMDCAdapter());
    settings.forEach(context::putProperty);
    PrintStream console = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      configure(context);
      logging.accept(context);
    } finally {
      context.stop();
      System.setOut(console);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }
}

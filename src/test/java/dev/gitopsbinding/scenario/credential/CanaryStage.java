package dev.gitopsbinding.scenario.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.net.ConnectProxy;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import dev.gitopsbinding.training.TestCertificates;
import java.util.Map;

/**
 * An operator whose proxy repeats what it is sent. In the end nothing that a test hid may be in a
 * log line of any level.
 */
final class CanaryStage implements AutoCloseable {
  static final TestCertificates CERTIFICATES = TestCertificates.create();

  final CanaryScan scan = CanaryScan.start();
  final ConnectProxy proxy = ConnectProxy.start();
  final OperatorStage operator;

  CanaryStage(ApiServer api) {
    proxy.refuseAndRepeat();
    String login = "robot:" + scan.canary("proxy password") + "@";
    operator =
        OperatorStage.start(
            api,
            Map.of(
                "HTTPS_PROXY",
                proxy.url().replace("http://", "http://" + login),
                "NO_PROXY",
                "127.0.0.1"));
    scan.hideKey("private key", operator.git().privateKey());
  }

  @Override
  public void close() {
    operator.close();
    proxy.close();
    scan.searchLogs();
    scan.close();
    assertThat(scan.takeFindings()).isEmpty();
  }
}

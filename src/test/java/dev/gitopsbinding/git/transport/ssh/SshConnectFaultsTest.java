package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.CauseChain;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;

class SshConnectFaultsTest {
  @Test
  void an_address_that_refuses_is_unreachable() {
    assertThat(SshConnectFaults.isUnreachable(chain(new ConnectException("refused")))).isTrue();
    assertThat(SshConnectFaults.isUnreachable(chain(new SshException("Connect failed")))).isTrue();
    assertThat(SshConnectFaults.isUnreachable(chain(new SshException("closed")))).isFalse();
  }

  @Test
  void a_slow_host_gives_no_session_but_is_no_reason_to_try_another_address() {
    CauseChain slow = chain(new SshException("authentication", new TimeoutException()));

    assertThat(SshConnectFaults.isWithoutSession(slow)).isTrue();
    assertThat(SshConnectFaults.isUnreachable(slow)).isFalse();
    assertThat(SshConnectFaults.isWithoutSession(chain(new SshException("closed")))).isFalse();
    assertThat(SshConnectFaults.isWithoutSession(chain(new TimeoutException()))).isFalse();
  }

  private static CauseChain chain(Throwable cause) {
    return CauseChain.of(new IOException("failed", cause));
  }
}

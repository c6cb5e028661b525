package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.CauseChain;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;

class SshConnectExceptionsTest {
  @Test
  void anAddressThatRefusesIsUnreachable() {
    assertThat(SshConnectExceptions.isUnreachable(chain(new ConnectException("refused")))).isTrue();
    assertThat(SshConnectExceptions.isUnreachable(chain(new SshException("Connect failed"))))
        .isTrue();
    assertThat(SshConnectExceptions.isUnreachable(chain(new SshException("closed")))).isFalse();
  }

  @Test
  void aSlowHostGivesNoSessionButIsNoReasonToTryAnotherAddress() {
    CauseChain slow = chain(new SshException("authentication", new TimeoutException()));

    assertThat(SshConnectExceptions.isWithoutSession(slow)).isTrue();
    assertThat(SshConnectExceptions.isUnreachable(slow)).isFalse();
    assertThat(SshConnectExceptions.isWithoutSession(chain(new SshException("closed")))).isFalse();
    assertThat(SshConnectExceptions.isWithoutSession(chain(new TimeoutException()))).isFalse();
  }

  private static CauseChain chain(Throwable cause) {
    return CauseChain.of(new IOException("failed", cause));
  }
}

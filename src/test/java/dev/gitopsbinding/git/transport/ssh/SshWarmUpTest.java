package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.junit.jupiter.api.Test;

class SshWarmUpTest {
  @Test
  void a_key_exchange_with_itself_agrees_on_a_secret() throws Exception {
    assertThat(SshWarmUp.agrees(BuiltinKEM.sntrup761)).isTrue();
    assertThat(SshWarmUp.agreesOnCurve()).isTrue();
  }

  @Test
  void a_key_can_be_written_read_and_used() throws Exception {
    assertThat(SshWarmUp.signs()).isTrue();
  }

  @Test
  void what_is_warmed_up_is_what_the_library_supports() {
    assertThat(BuiltinDHFactories.sntrup761x25519.isSupported()).isTrue();
  }
}

package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.junit.jupiter.api.Test;

class SshWarmUpTest {
  @Test
  void aKeyExchangeWithItselfAgreesOnASecret() throws Exception {
    assertThat(SshWarmUp.agrees(BuiltinKEM.sntrup761)).isTrue();
    assertThat(SshWarmUp.agreesOnCurve()).isTrue();
  }

  @Test
  void aKeyCanBeWrittenReadAndUsed() throws Exception {
    assertThat(SshWarmUp.signs()).isTrue();
  }

  @Test
  void whatIsWarmedUpIsWhatTheLibrarySupports() {
    assertThat(BuiltinDHFactories.sntrup761x25519.isSupported()).isTrue();
  }
}

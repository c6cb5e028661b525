package dev.gitopsbinding.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.training.TestCertificates;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateAuthoritiesTest {
  @Test
  void clientsWithTheSameAuthoritiesHoldThemOnce() throws Exception {
    String one = TestCertificates.create().authorityPem();

    var context = CertificateAuthorities.context(Optional.of(one));

    assertThat(CertificateAuthorities.context(Optional.of(new String(one.toCharArray()))))
        .isSameAs(context);
    assertThat(CertificateAuthorities.context(Optional.of(one + one))).isNotSameAs(context);
  }
}

package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.junit.jupiter.api.Test;

class PreparedKeysTest {
  private final List<KeyEncapsulationMethod.Client> made = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final PreparedKeys keys = new PreparedKeys(new CountedMethod(), later::add);

  @Test
  void a_login_takes_the_pair_that_was_made_before() {
    keys.prepare();

    KeyEncapsulationMethod.Client login = initialized();

    assertThat(made).hasSize(1);
    assertThat(login.getPublicKey()).isEqualTo(made.getFirst().getPublicKey());
  }

  @Test
  void a_pair_is_used_by_one_login_only() {
    keys.prepare();

    byte[] first = initialized().getPublicKey();
    byte[] second = initialized().getPublicKey();

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void a_login_that_finds_no_pair_makes_its_own() {
    KeyEncapsulationMethod.Client login = initialized();

    assertThat(login.getPublicKey()).isEqualTo(made.getFirst().getPublicKey());
  }

  @Test
  void the_next_pair_is_made_later_once_for_all_logins_until_then() {
    initialized();
    initialized();
    assertThat(made).hasSize(2);
    assertThat(later).hasSize(1);

    later.removeFirst().run();

    assertThat(made).hasSize(3);
    assertThat(initialized().getPublicKey()).isEqualTo(made.getLast().getPublicKey());
    assertThat(later).hasSize(1);
  }

  @Test
  void a_second_preparation_makes_nothing() {
    keys.prepare();
    keys.prepare();

    assertThat(made).hasSize(1);
  }

  @Test
  void both_sides_agree_on_a_secret() {
    keys.prepare();

    assertThat(SshWarmUp.agrees(keys)).isTrue();
    assertThat(made).hasSize(1);
  }

  private KeyEncapsulationMethod.Client initialized() {
    KeyEncapsulationMethod.Client client = keys.getClient();
    client.init();
    return client;
  }

  /** ML-KEM, which is cheaper. */
  private final class CountedMethod implements KeyEncapsulationMethod {
    @Override
    public Client getClient() {
      Client client = BuiltinKEM.mlkem768.getClient();
      made.add(client);
      return client;
    }

    @Override
    public Server getServer() {
      return BuiltinKEM.mlkem768.getServer();
    }
  }
}

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
  void aLoginTakesThePairThatWasMadeBefore() {
    keys.prepare();

    KeyEncapsulationMethod.Client login = initialized();

    assertThat(made).hasSize(1);
    assertThat(login.getPublicKey()).isEqualTo(made.getFirst().getPublicKey());
  }

  @Test
  void aPairIsUsedByOneLoginOnly() {
    keys.prepare();

    byte[] first = initialized().getPublicKey();
    byte[] second = initialized().getPublicKey();

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void aLoginThatFindsNoPairMakesItsOwn() {
    KeyEncapsulationMethod.Client login = initialized();

    assertThat(login.getPublicKey()).isEqualTo(made.getFirst().getPublicKey());
  }

  @Test
  void theNextPairIsMadeLaterOnceForAllLoginsUntilThen() {
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
  void aSecondPreparationMakesNothing() {
    keys.prepare();
    keys.prepare();

    assertThat(made).hasSize(1);
  }

  @Test
  void bothSidesAgreeOnASecret() {
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

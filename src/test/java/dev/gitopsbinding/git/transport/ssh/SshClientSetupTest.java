package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.io.DefaultIoServiceFactoryFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SshClientSetupTest {
  private final AtomicInteger made = new AtomicInteger();
  private final PreparedKeys keys = new PreparedKeys(new CountedMethod(), _ -> {});

  @Test
  void theLibraryFindsIt() {
    assertThat(DefaultIoServiceFactoryFactory.newInstance(IoServiceFactoryFactory.class))
        .isInstanceOf(SshClientSetup.class);
  }

  @Test
  void aClientPrefersTheSameKeyExchangesAsBefore() {
    SshClient client = SshClient.setUpDefaultClient();
    List<String> before = names(client);

    new SshClientSetup(keys).create(client).close(true);

    assertThat(names(client)).isEqualTo(before);
    assertThat(CoreModuleProperties.TCP_NODELAY.get(client)).contains(true);
  }

  @ParameterizedTest
  @EnumSource(names = {"sntrup761x25519", "sntrup761x25519_openssh"})
  void aLoginUsesThePreparedPair(BuiltinDHFactories exchange) throws Exception {
    keys.prepare();
    SshServer server = SshServer.setUpDefaultServer();
    SshClient client = SshClient.setUpDefaultClient();
    try (server;
        client) {
      server.setHost("127.0.0.1");
      server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
      server.setKeyExchangeFactories(
          server.getKeyExchangeFactories().stream()
              .filter(each -> each.getName().equals(exchange.getName()))
              .toList());
      server.start();
      client.setIoServiceFactoryFactory(new SshClientSetup(keys));
      client.setServerKeyVerifier((_, _, _) -> true);
      client.start();

      try (ClientSession session = connected(client, server)) {
        assertThat(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS))
            .isEqualTo(exchange.getName());
        assertThat(made).as("the prepared pair").hasValue(1);
        keys.getClient().init();
        assertThat(made).as("it is taken").hasValue(2);
      }
    }
  }

  private static ClientSession connected(SshClient client, SshServer server) throws Exception {
    ClientSession session =
        client
            .connect("git", "127.0.0.1", server.getPort())
            .verify(20, TimeUnit.SECONDS)
            .getSession();
    session.waitFor(
        List.of(
            ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
        TimeUnit.SECONDS.toMillis(20));
    return session;
  }

  private static List<String> names(SshClient client) {
    return client.getKeyExchangeFactories().stream().map(NamedResource::getName).toList();
  }

  private final class CountedMethod implements KeyEncapsulationMethod {
    @Override
    public Client getClient() {
      made.incrementAndGet();
      return BuiltinKEM.sntrup761.getClient();
    }

    @Override
    public Server getServer() {
      return BuiltinKEM.sntrup761.getServer();
    }
  }
}

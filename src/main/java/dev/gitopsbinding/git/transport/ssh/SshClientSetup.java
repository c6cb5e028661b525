package dev.gitopsbinding.git.transport.ssh;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Sets up each SSH client of the process before it connects. JGit makes a client for each login and
 * gives no access to it; but the library asks its services ({@code META-INF/services}) for the
 * sockets of a client, and says there which client it is.
 */
public final class SshClientSetup extends Nio2ServiceFactoryFactory {
  private final Map<String, KeyExchangeFactory> prepared;

  /** As the library makes it. */
  public SshClientSetup() {
    this(PreparedKeys.SNTRUP761);
  }

  SshClientSetup(PreparedKeys keys) {
    prepared =
        Stream.of(BuiltinDHFactories.sntrup761x25519, BuiltinDHFactories.sntrup761x25519_openssh)
            .map(exchange -> DHGClient.newFactory(new PreparedExchangeFactory(exchange, keys)))
            .collect(toMap(NamedResource::getName, identity()));
  }

  @Override
  public IoServiceFactory create(FactoryManager manager) {
    if (manager instanceof ClientFactoryManager client) {
      // With Nagle's algorithm each git command waits 40 ms and more for a delayed acknowledgement.
      CoreModuleProperties.TCP_NODELAY.set(client, true);
      List<KeyExchangeFactory> exchanges = client.getKeyExchangeFactories();
      client.setKeyExchangeFactories(exchanges.stream().map(this::orPrepared).toList());
    }
    return super.create(manager);
  }

  private KeyExchangeFactory orPrepared(KeyExchangeFactory exchange) {
    return prepared.getOrDefault(exchange.getName(), exchange);
  }
}

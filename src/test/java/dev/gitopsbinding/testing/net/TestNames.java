package dev.gitopsbinding.testing.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Host names that lead where a test wants, in this JVM; all others are resolved as usual. */
public final class TestNames extends InetAddressResolverProvider {
  private static final Map<String, Name> NAMES = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private record Name(List<InetAddress> addresses, AtomicInteger lookUps) {}

  /** A name that was never used before, so that no cache knows it. */
  public static String leadingTo(InetAddress... addresses) {
    String name = "host-" + COUNT.incrementAndGet() + ".names.test";
    NAMES.put(name, new Name(List.of(addresses), new AtomicInteger()));
    return name;
  }

  /** How often the name was looked up. */
  public static int lookUps(String name) {
    return NAMES.get(name).lookUps().get();
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "names of tests";
  }

  private record Resolver(InetAddressResolver usual) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      if (!NAMES.containsKey(host)) {
        return usual.lookupByName(host, policy);
      }
      NAMES.get(host).lookUps().incrementAndGet();
      return NAMES.get(host).addresses().stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return usual.lookupByAddress(address);
    }
  }
}

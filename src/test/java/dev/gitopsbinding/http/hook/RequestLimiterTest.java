package dev.gitopsbinding.http.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  /** {@link System#nanoTime} may be negative, and overflows one day. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);

  private final RequestLimiter limiter = new RequestLimiter(nanos::get, 7);

  @Test
  void aClientHasABurstAndThenAShareOfEachSecond() {
    assertThat(allowed("192.0.2.1", 1000)).isEqualTo(RequestLimiter.CLIENT_BURST);
    nanos.addAndGet(SECOND);
    assertThat(allowed("192.0.2.1", 1000)).isEqualTo(20);
    nanos.addAndGet(3600 * SECOND);
    assertThat(allowed("192.0.2.1", 1000)).isEqualTo(RequestLimiter.CLIENT_BURST);
  }

  @Test
  void anotherClientIsNotConcerned() {
    allowed("192.0.2.1", 1000);

    assertThat(allowed("192.0.2.2", 1)).isOne();
    assertThat(allowed("2001:db8::1", 1)).isOne();
  }

  @Test
  void aNetworkOfIpv6IsOneClient() {
    long allowed =
        IntStream.range(0, 1000).mapToLong(i -> allowed("2001:db8:0:1::" + (i + 1), 1)).sum();

    assertThat(allowed).isEqualTo(RequestLimiter.CLIENT_BURST);
    assertThat(allowed("2001:db8:0:2::1", 1)).isOne();
  }

  @Test
  void allTogetherHaveALimit() {
    long allowed = IntStream.range(0, 200).mapToLong(i -> allowed("198.51.100." + i, 50)).sum();

    assertThat(allowed).isEqualTo(RequestLimiter.ALL_BURST);
    nanos.addAndGet(SECOND);
    assertThat(IntStream.range(0, 200).mapToLong(i -> allowed("203.0.113." + i, 10)).sum())
        .isEqualTo(100);
  }

  private long allowed(String client, int requests) {
    InetAddress address = InetAddress.ofLiteral(client);
    return IntStream.range(0, requests).filter(_ -> limiter.allows(address)).count();
  }
}

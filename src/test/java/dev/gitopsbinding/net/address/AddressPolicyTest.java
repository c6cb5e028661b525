package dev.gitopsbinding.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.testing.Fault;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy NORMAL = new AddressPolicy(AddressPolicy.Scope.PRIVATE);
  private static final AddressPolicy LABS = new AddressPolicy(AddressPolicy.Scope.LOCAL);

  @Fault(value = "address of this machine or its network", holds = "I6")
  @ParameterizedTest
  @CsvSource({
    "140.82.121.3,true,true",
    "10.0.0.1,true,true",
    "192.168.1.1,true,true",
    "100.64.0.1,true,true",
    "fd00::1,true,true",
    "2606:50c0:8000::153,true,true",
    "127.0.0.1,false,true",
    "127.9.9.9,false,true",
    "0.0.0.0,false,true",
    "169.254.1.1,false,true",
    "::1,false,true",
    "::,false,true",
    "fe80::1,false,true",
    "febf::1,false,true",
    "::ffff:127.0.0.1,false,true",
    "::127.0.0.1,false,true",
    "::ffff:0:127.0.0.1,false,true",
    "64:ff9b::127.0.0.1,false,true",
    "64:ff9b::8.8.8.8,true,true",
    "64:ff9b:1::127.0.0.1,false,true",
    "64:ff9b:1::10.0.0.1,true,true",
    "2002:7f00:1::1,false,true",
    "2002:0808:0808::1,true,true",
    "224.0.0.1,false,false",
    "ff02::1,false,false",
    "169.254.169.254,false,false",
    "169.254.170.2,false,false",
    "100.100.100.200,false,false",
    "168.63.129.16,false,false",
    "192.0.0.192,false,false",
    "fd00:ec2::254,false,false",
    "fd20:ce::254,false,false",
    "64:ff9b::169.254.169.254,false,false",
    "64:ff9b::100.100.100.200,false,false",
    "2002:a9fe:a9fe::1,false,false"
  })
  void refusesWhatLeadsToThisMachineOrToACloudsMetadata(
      String address, boolean allowed, boolean allowedInLabs) {
    InetAddress parsed = InetAddress.ofLiteral(address);
    assertThat(NORMAL.objection(parsed).isEmpty()).isEqualTo(allowed);
    assertThat(LABS.objection(parsed).isEmpty()).isEqualTo(allowedInLabs);
  }

  @ParameterizedTest
  @CsvSource({
    "140.82.121.3,PUBLIC",
    "2606:50c0:8000::153,PUBLIC",
    "64:ff9b::8.8.8.8,PUBLIC",
    "172.32.0.1,PUBLIC",
    "10.0.0.1,PRIVATE",
    "172.31.255.255,PRIVATE",
    "192.168.1.1,PRIVATE",
    "100.127.0.1,PRIVATE",
    "198.19.0.1,PRIVATE",
    "fd00::1,PRIVATE",
    "fec0::1,PRIVATE",
    "64:ff9b::10.0.0.1,PRIVATE",
    "2002:0a00:0001::1,PRIVATE",
    "127.0.0.1,LOCAL",
    "::1,LOCAL",
    "fe80::1,LOCAL",
    "64:ff9b::127.0.0.1,LOCAL"
  })
  void knowsHowNearAnAddressIs(String address, AddressPolicy.Scope scope) {
    InetAddress parsed = InetAddress.ofLiteral(address);
    assertThat(AddressPolicy.scopeOf(parsed)).isEqualTo(scope);
    assertThat(new AddressPolicy(AddressPolicy.Scope.PUBLIC).objection(parsed).isEmpty())
        .isEqualTo(scope == AddressPolicy.Scope.PUBLIC);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,false,true",
    "0.0.0.0,false,true",
    "169.254.169.254,false,false",
    "10.0.0.1,true,true"
  })
  void refusesMappedAddressesAsTheyComeFromDns(
      String address, boolean allowed, boolean allowedInLabs) throws UnknownHostException {
    InetAddress mapped = mapped(address);
    assertThat(NORMAL.objection(mapped).isEmpty()).isEqualTo(allowed);
    assertThat(LABS.objection(mapped).isEmpty()).isEqualTo(allowedInLabs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.1", "2130706433", "0", "0.0.0.0", "::1", "::ffff:7f00:1"})
  void refusesNamesAndOddSpellingsAfterResolving(String host) {
    assertThat(refusal(false, host).reason()).isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x7f000001", "0x7f.1", "017700000001"})
  void otherSpellingsAreNoAddresses(String host) {
    assertThat(refusal(false, host).reason()).isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void saysWhatToDo() {
    assertThat(refusal(false, "127.0.0.1").message()).contains("loopback or link-local address");
    assertThat(refusal(true, "169.254.169.254").message()).contains("metadata");
  }

  private static Failure refusal(boolean allowLoopback, String host) {
    AddressPolicy policy = allowLoopback ? LABS : NORMAL;
    return catchThrowableOfType(FailureException.class, () -> policy.resolve("shop", host))
        .failure();
  }

  /** As DNS returns it from an AAAA record; parsing a literal would return an IPv4 address. */
  private static InetAddress mapped(String ipv4) throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    System.arraycopy(InetAddress.ofLiteral(ipv4).getAddress(), 0, bytes, 12, 4);
    return Inet6Address.getByAddress(null, bytes, -1);
  }
}

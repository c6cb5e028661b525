package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPolicyTest {
  @Fault(value = "address of this machine or its network", holds = "I6")
  @ParameterizedTest
  @CsvSource({
    "140.82.121.3,true,true",
    "10.0.0.1,true,true",
    "192.168.1.1,true,true",
    "fd00::1,true,true",
    "127.0.0.1,false,true",
    "127.9.9.9,false,true",
    "0.0.0.0,false,true",
    "169.254.169.254,false,true",
    "::1,false,true",
    "::,false,true",
    "fe80::1,false,true",
    "::ffff:127.0.0.1,false,true",
    "::127.0.0.1,false,true",
    "64:ff9b::169.254.169.254,false,true",
    "64:ff9b::8.8.8.8,true,true",
    "224.0.0.1,false,false",
    "ff02::1,false,false"
  })
  void refuses_what_leads_to_this_machine(String address, boolean allowed, boolean allowedInLabs)
      throws Exception {
    InetAddress parsed = InetAddress.getByName(address);
    assertThat(new AddressPolicy(false).isAllowed(parsed)).isEqualTo(allowed);
    assertThat(new AddressPolicy(true).isAllowed(parsed)).isEqualTo(allowedInLabs);
  }
}

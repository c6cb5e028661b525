package dev.gitopsbinding.git.transport.ssh;

import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.kex.MontgomeryCurve;
import org.apache.sshd.common.kex.XDH;

/**
 * Makes the key exchange sntrup761x25519-sha512 (draft-josefsson-ntruprime-ssh) with a key pair
 * from {@link PreparedKeys}, under one of its two names.
 */
record PreparedExchangeFactory(DHFactory replaced, PreparedKeys keys) implements DHFactory {
  @Override
  public String getName() {
    return replaced.getName();
  }

  @Override
  public boolean isSupported() {
    return replaced.isSupported();
  }

  @Override
  public boolean isGroupExchange() {
    return replaced.isGroupExchange();
  }

  @Override
  public XDH create(Object... parameters) throws Exception {
    return new XDH(MontgomeryCurve.x25519, true) {
      @Override
      public KeyEncapsulationMethod getKeyEncapsulation() {
        return keys;
      }

      @Override
      public Digest getHash() {
        return BuiltinDigests.sha512.create();
      }
    };
  }
}

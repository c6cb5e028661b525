package dev.gitopsbinding.git.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.program.JavaProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile data of one host ends neither the process nor the work for other namespaces. */
class HostileHostsIT {
  /** 70 % of the shipped memory limit of 512 MiB. */
  private static final int SHIPPED_HEAP = 358;

  private static final int AT_ONCE = 6;
  private static final int LONGEST_GAP_MILLIS = 4000;
  private static final byte[] TREE = new byte[0];
  private static final byte[] COMMIT =
      """
      tree %s
      author A <a@example.com> 1700000000 +0000
      committer A <a@example.com> 1700000000 +0000

      Begin
      """
          .formatted(CraftedPack.name("tree", TREE))
          .getBytes(UTF_8);
  private static final String TIP = CraftedPack.name("commit", COMMIT);

  @TempDir Path folder;
  private final List<HttpGitServer> servers = new ArrayList<>();

  private record Outcome(int exitCode, List<String> lines) {
    List<String> reads() {
      return lines.stream().filter(line -> line.startsWith("read ")).toList();
    }

    long number(String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + "="))
          .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow();
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(HttpGitServer::close);
  }

  @Fault(value = "private keys that ask for 1 GiB, or minutes, to be decrypted", holds = "I6")
  @Test
  void keysThatAskForMuchWorkAreRefusedUnopened() throws Exception {
    Path memory = key("scrypt", scrypt());
    Path rounds = key("pbkdf2", pbkdf2(5_000_000));

    Outcome outcome = run(20, repeat("key", memory.toString()), repeat("key", rounds.toString()));

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.reads())
        .hasSize(2 * AT_ONCE)
        .allMatch(line -> line.startsWith("read SecretInvalid") && line.contains("ssh-keygen -p"));
    assertThat(outcome.number("gap")).isLessThan(LONGEST_GAP_MILLIS);
  }

  @Fault(value = "packs that announce 2^31-1 objects", holds = "I6")
  @Test
  void packsThatAnnounceTooManyObjectsAreRefusedByTheirHeader() throws Exception {
    CraftedPack pack = new CraftedPack(Integer.MAX_VALUE);
    pack.whole(CraftedPack.COMMIT, COMMIT);
    refusesAll(pack.finish(), "a pack of 2147483647 objects");
  }

  @Fault(value = "a delta whose base has 400 MB", holds = "I6")
  @Test
  void largeBasesOfDeltasAreRefused() throws Exception {
    CraftedPack pack = pack(2);
    int base = pack.position();
    pack.zeros(CraftedPack.BLOB, 400_000_000, 400_000_000);
    pack.grown(base, 400_000_000, 1);
    refusesAll(pack.finish(), "too large for the operator's memory");
  }

  @Fault(value = "a commit that claims 1.5 GB", holds = "I6")
  @Test
  void largeCommitsAreRefused() throws Exception {
    CraftedPack pack = pack(1);
    pack.zeros(CraftedPack.COMMIT, 1_500_000_000, 1000);
    refusesAll(pack.finish(), "too large for the operator's memory");
  }

  @Fault(value = "a folder of 500 000 entries", holds = "I6")
  @Test
  void largeFoldersAreRefused() throws Exception {
    CraftedPack pack = pack(1);
    pack.zeros(CraftedPack.TREE, 18_500_000, 18_500_000);
    refusesAll(pack.finish(), "a folder of 18500000 bytes");
  }

  @Fault(value = "deltas of deltas that are all needed at once", holds = "I6")
  @Test
  void deltasThatNeedAllTheirBasesAtOnceAreRefused() throws Exception {
    int depth = 60;
    CraftedPack pack = pack(1 + 2 * depth);
    int base = pack.position();
    int size = 15 << 20;
    pack.zeros(CraftedPack.BLOB, size, size);
    for (int i = 0; i < depth; i++, size += 4) {
      int next = pack.position();
      pack.grown(base, size, 2 * i);
      pack.grown(base, size, 2 * i + 1);
      base = next;
    }
    refusesAll(pack.finish(), "objects that hang on each other");
  }

  @Fault(value = "twelve lists of up to 16 MiB of branches on one host", holds = "I6")
  @Test
  void longListsOfBranchesTakeTurns() throws Exception {
    String tooLong = serve(CraftedAnswers.list(TIP, (16 << 20) - 1000));
    String allowed = serve(CraftedAnswers.list(TIP, (8 << 20) - 1000));

    Outcome outcome = run(100, each("tip", tooLong), each("tip", allowed));

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.reads().subList(0, AT_ONCE))
        .allMatch(line -> line.startsWith("read ReceivedTooMuch"));
    assertThat(outcome.reads().subList(AT_ONCE, 2 * AT_ONCE)).containsOnly("read OK");
  }

  @Fault(value = "a pack of 3 MB that expands to 900 GB", holds = "I6")
  @Test
  void packsThatExpandWithoutEndStopInTimeAndHoldUpNobody() throws Exception {
    int size = 15 << 20;
    int copies = 60_000;
    CraftedPack pack = pack(copies);
    int base = pack.position();
    pack.zeros(CraftedPack.BLOB, size, size);
    for (int i = 1; i < copies; i++) {
      pack.grown(base, size, i);
    }

    Outcome outcome = run(4, each("file", serve(CraftedAnswers.pack(TIP, pack.finish()))));

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.reads())
        .hasSize(AT_ONCE)
        .allMatch(line -> line.startsWith("read TimedOut") || line.contains("ReceivedTooMuch"));
    assertThat(outcome.number("gap")).isLessThan(LONGEST_GAP_MILLIS);
    assertThat(outcome.number("left")).isZero();
  }

  private void refusesAll(byte[] pack, String because) throws Exception {
    Outcome outcome = run(60, each("file", serve(CraftedAnswers.pack(TIP, pack))));
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.reads())
        .hasSize(AT_ONCE)
        .allMatch(line -> line.startsWith("read ReceivedTooMuch") && line.contains(because));
    assertThat(outcome.number("left")).isZero();
  }

  /** With a commit and an empty tree, and room for more. */
  private static CraftedPack pack(int more) {
    CraftedPack pack = new CraftedPack(2 + more);
    pack.whole(CraftedPack.COMMIT, COMMIT);
    pack.whole(CraftedPack.TREE, TREE);
    return pack;
  }

  private String serve(HttpGitServer.Fault answers) {
    HttpGitServer server = HttpGitServer.http();
    servers.add(server);
    server.fail(answers);
    return server.url("");
  }

  private static List<String> repeat(String kind, String what) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      arguments.addAll(List.of(kind, what));
    }
    return arguments;
  }

  /** Repositories of their own, so that no read is shared. */
  private static List<String> each(String kind, String server) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      arguments.addAll(List.of(kind, server + i + ".git"));
    }
    return arguments;
  }

  @SafeVarargs
  private Outcome run(int seconds, List<String>... reads) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaProgram.tool("java"),
                "@src/build/jvm.options",
                "-Xmx" + SHIPPED_HEAP + "m",
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-Djdk.virtualThreadScheduler.maxPoolSize=2",
                "-cp",
                System.getProperty("java.class.path"),
                HostileReadsMain.class.getName(),
                folder.toString(),
                "" + seconds));
    for (List<String> more : reads) {
      command.addAll(more);
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    try {
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("the process ends").isTrue();
      return new Outcome(process.exitValue(), output.get().lines().toList());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path key(String name, KeyDerivationFunc function) throws IOException {
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBES2,
            new PBES2Parameters(
                function,
                new EncryptionScheme(
                    NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]))));
    byte[] key = new EncryptedPrivateKeyInfo(algorithm, new byte[256]).getEncoded();
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
  }

  private static KeyDerivationFunc scrypt() {
    ASN1Encodable parameters = new ScryptParams(new byte[16], 1 << 20, 8, 1);
    return new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, parameters);
  }

  private static KeyDerivationFunc pbkdf2(int rounds) {
    return new KeyDerivationFunc(
        PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], rounds));
  }
}

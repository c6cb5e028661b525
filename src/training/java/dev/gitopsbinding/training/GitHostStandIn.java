package dev.gitopsbinding.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** A git host: an SSH server with one source and one manifest repository, made by JGit. */
final class GitHostStandIn implements AutoCloseable {
  static final String BRANCH = "main";
  private static final String SOURCE = "source.git";
  private static final String MANIFEST = "manifest.git";

  private final KeyPair hostKey;
  private final SshServer server = SshServer.setUpDefaultServer();
  private final Map<String, Repository> repositories;

  private GitHostStandIn(Path folder, BuiltinDHFactories keyExchange)
      throws IOException, GeneralSecurityException {
    hostKey = newKey();
    repositories =
        Map.of(SOURCE, create(folder.resolve(SOURCE)), MANIFEST, create(folder.resolve(MANIFEST)));
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> true);
    server.setKeyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(keyExchange)));
    server.setCommandFactory((channel, command) -> new GitCommand(command, repositories));
    server.start();
  }

  /** Starts a host that knows one key exchange, so that the operator has to use that. */
  static GitHostStandIn start(Path folder, BuiltinDHFactories keyExchange)
      throws IOException, GeneralSecurityException {
    return new GitHostStandIn(folder, keyExchange);
  }

  /** A key as ssh-keygen(1) writes it. */
  static String newPrivateKey() throws IOException, GeneralSecurityException {
    var text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(newKey(), "training", null, text);
    return text.toString(StandardCharsets.US_ASCII);
  }

  String sourceUrl() {
    return url(SOURCE);
  }

  String manifestUrl() {
    return url(MANIFEST);
  }

  /** The line for known_hosts. */
  String knownHosts() {
    return "[127.0.0.1]:"
        + server.getPort()
        + " "
        + PublicKeyEntry.toString(hostKey.getPublic())
        + "\n";
  }

  /** Answers the commit's SHA. */
  String commitToSource(Map<String, String> files) throws IOException {
    return commit(repositories.get(SOURCE), files);
  }

  void commitToManifest(Map<String, String> files) throws IOException {
    commit(repositories.get(MANIFEST), files);
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
    repositories.values().forEach(Repository::close);
  }

  private String url(String name) {
    return "ssh://git@127.0.0.1:" + server.getPort() + "/" + name;
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
  }

  private static Repository create(Path folder) throws IOException {
    var repository = new FileRepository(folder.toFile());
    repository.create(true);
    return repository;
  }

  /** Commits a tree of these files and no others. */
  private static String commit(Repository repository, Map<String, String> files)
      throws IOException {
    String branch = Constants.R_HEADS + BRANCH;
    ObjectId parent = repository.resolve(branch);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      var commit = new CommitBuilder();
      commit.setTreeId(tree(inserter, files).writeTree(inserter));
      if (parent != null) {
        commit.setParentId(parent);
      }
      var author = new PersonIdent("Training", "training@localhost");
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("Change");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef(branch);
      update.setNewObjectId(id);
      update.forceUpdate();
      return id.name();
    }
  }

  private static DirCache tree(ObjectInserter inserter, Map<String, String> files)
      throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      var entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(
          inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
      builder.add(entry);
    }
    builder.finish();
    return index;
  }
}

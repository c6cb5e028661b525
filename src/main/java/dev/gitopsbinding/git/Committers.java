package dev.gitopsbinding.git;

import dev.gitopsbinding.model.change.ChangeSet.Author;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Who commits for the operator: its own committer, and the owners of the keys by which bindings
 * sign. A commit is the operator's if it names a binding in its trailer and one of these is the
 * committer: when somebody repeats the trailer, as a squash merge or a cherry-pick does, somebody
 * else is the committer. Thread-safe.
 */
public final class Committers {
  /** The trailer that names the binding a commit was made for. */
  public static final String BINDING_TRAILER = "GitOps-Binding";

  /**
   * More than a namespace has keys; an author of bindings may change the key as often as wanted.
   */
  private static final int MAX_OF_NAMESPACE = 64;

  /** The trailer of a merge that a binding signed: it is not the last commit made for it. */
  public static final String MERGE_TRAILER = "GitOps-Merged-For";

  private final Author operator;
  private final Map<String, Set<Author>> signers = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  /**
   * @param operator the committer of all commits that no binding signs
   */
  public Committers(Author operator) {
    this.operator = operator;
  }

  /** The committer of all commits that no binding signs. */
  public Author operator() {
    return operator;
  }

  /** Says that a key of this person signs commits for bindings of a namespace. */
  public void add(String namespace, Author signer) {
    if (signer.equals(operator)) {
      return;
    }
    Set<Author> known =
        signers.computeIfAbsent(namespace, _ -> Collections.synchronizedSet(new LinkedHashSet<>()));
    synchronized (known) {
      if (known.add(signer)) {
        if (known.size() > MAX_OF_NAMESPACE) {
          known.remove(known.iterator().next());
        }
        version.incrementAndGet();
      }
    }
  }

  /** Another number after each change of what {@link #madeFor} answers. */
  public long version() {
    return version.get();
  }

  /** The binding that the operator made a commit for, as namespace and name; empty for others. */
  public Optional<String> madeFor(RevCommit commit) {
    List<String> bindings = commit.getFooterLines(BINDING_TRAILER);
    PersonIdent by = commit.getCommitterIdent();
    return bindings.isEmpty() || by == null
        ? Optional.empty()
        : Optional.of(bindings.getLast()).filter(binding -> commits(namespace(binding), by));
  }

  /** Whether the operator made a commit: by its own committer, or by a key for a binding. */
  public boolean isOwn(RevCommit commit) {
    PersonIdent by = commit.getCommitterIdent();
    return by != null
        && (isOperator(by)
            || Stream.of(BINDING_TRAILER, MERGE_TRAILER)
                .flatMap(trailer -> commit.getFooterLines(trailer).stream())
                .anyMatch(binding -> commits(namespace(binding), by)));
  }

  /** Whether the operator commits as this person for bindings of a namespace. */
  public boolean commits(String namespace, PersonIdent person) {
    return isOperator(person) || signers.getOrDefault(namespace, Set.of()).contains(author(person));
  }

  private boolean isOperator(PersonIdent person) {
    return author(person).equals(operator);
  }

  private static Author author(PersonIdent person) {
    return new Author(person.getName(), person.getEmailAddress());
  }

  private static String namespace(String binding) {
    return binding.substring(0, Math.max(0, binding.indexOf('/')));
  }
}

package dev.gitopsbinding.git.protocol;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.net.http.Redactor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/**
 * One push: moves a branch from one commit to a descendant of it, or creates it, or deletes it, or
 * leaves it alone. The request names what is expected too, so that the push never forces: it moves
 * or deletes the branch only if it points at the expected commit, and creates it only if there is
 * no such branch.
 */
public final class BranchUpdate {
  /** Gitea and GitHub begin each line of a refusal so, and Gitea adds such lines without a text. */
  private static final String LABELS = "(?m)^[ \\t]*error:[ \\t]*\\R?";

  private final Repository local;
  private final Remote remote;
  private final ObjectId expected;
  private final ObjectId wanted;
  private volatile boolean unsent;

  /**
   * @param expected the commit that the branch has to point at; the zero id if there must be no
   *     such branch
   * @param wanted the commit to move the branch to; the zero id to delete it
   */
  public BranchUpdate(Repository local, Remote remote, ObjectId expected, ObjectId wanted) {
    this.local = local;
    this.remote = remote;
    this.expected = expected;
    this.wanted = wanted;
  }

  /** Sends the push over an open transport. */
  public PushResponse send(Transport transport) throws IOException {
    RemoteRefUpdate update =
        new RemoteRefUpdate(
            local, (String) null, wanted, remote.branch().ref(), false, null, expected);
    PushResult result;
    try {
      result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
    } catch (IOException e) {
      // JGit changes the status before it ends the request and sends the pack; without these the
      // server moves nothing.
      unsent = update.getStatus() == RemoteRefUpdate.Status.NOT_ATTEMPTED;
      throw e;
    }
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> new PushResponse.Accepted();
      // A branch to delete that is gone does not point at the expected commit either.
      case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD, NON_EXISTING ->
          new PushResponse.Moved();
      case REJECTED_OTHER_REASON, REJECTED_NODELETE ->
          new PushResponse.Refused(message(update, result));
      case NOT_ATTEMPTED, AWAITING_REPORT ->
          new PushResponse.Unknown(
              new Failure.Remote(
                  Reason.REMOTE_ERROR,
                  "The server did not report the result of the push to "
                      + remote.branch()
                      + ". "
                      + Reason.REMOTE_ERROR.remedy()));
    };
  }

  /** Whether the push failed before anything was requested, so that it moved nothing. */
  public boolean isUnsent() {
    return unsent;
  }

  private String message(RemoteRefUpdate update, PushResult result) {
    String status = Optional.ofNullable(update.getMessage()).orElse("no reason given");
    String output = Optional.ofNullable(result.getMessages()).orElse("").replaceAll(LABELS, "");
    // The credential of an app does not hold its token, which only the running operation knows.
    Redactor redactor =
        Connector.REDACTOR.isBound()
            ? Connector.REDACTOR.get()
            : Redactor.of(remote.credential().secrets(), ProxySettings.NONE);
    return redactor.clean(output.isBlank() ? status : status + ": " + output);
  }
}

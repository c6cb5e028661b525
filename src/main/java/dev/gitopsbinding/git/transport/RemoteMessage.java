package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.Reason;
import java.util.regex.Pattern;

/** Recognises the refusals of git hosts by their texts, from SSH or from ERR packets. */
public final class RemoteMessage {
  private static final Pattern DENIED =
      Pattern.compile(
          "(?i)permission (?:to \\S+ )?denied|access denied|unauthori[sz]ed"
              + "|not (?:authori[sz]ed|allowed|permitted)|marked as read.only|read-only|forbidden"
              + "|insufficient permission");
  private static final Pattern NOT_FOUND =
      Pattern.compile(
          "(?i)does not appear to be a git repository|repository.{0,80} not found"
              + "|project.{0,80} (?:not found|could not be found)|no such repository"
              + "|repository.{0,80} (?:does not exist|could not be found)|not a git repository"
              + "|invalid repository|cannot find repository|no such project|not git archive");

  private RemoteMessage() {}

  /** The reason for a refusal; {@code REMOTE_ERROR} if the text is not recognised. */
  public static Reason reason(String text) {
    if (NOT_FOUND.matcher(text).find()) {
      return Reason.REPOSITORY_NOT_FOUND;
    }
    return DENIED.matcher(text).find() ? Reason.AUTHENTICATION_FAILED : Reason.REMOTE_ERROR;
  }
}

package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;

/**
 * Puts the path of the field that a failure is about before its message. The code that fails is
 * shared by all bindings, for sources and manifests: only here is it known which field is
 * concerned.
 */
final class FieldLocator {
  private static final String SPEC = "spec.";

  private FieldLocator() {}

  /** The result; a failure gets the path of the field of the location. */
  static <T> Result<T> locate(Result<T> result, String namespace, Location location) {
    return switch (result) {
      case Result.Ok<T> ok -> ok;
      case Result.Failed<T>(var failure) -> Result.failed(locate(failure, namespace, location));
    };
  }

  /** The result of a push; a failure gets the path of the field of the location. */
  static PushResult locate(PushResult result, String namespace, Location location) {
    return result instanceof PushResult.Failed(var failure)
        ? new PushResult.Failed(locate(failure, namespace, location))
        : result;
  }

  /** The failure with the path of the field that it is about, if there is one. */
  static Failure locate(Failure failure, String namespace, Location location) {
    String field = path(failure.reason(), namespace, location);
    return field.isEmpty() ? failure : at(field, failure);
  }

  /** The result; a failure gets a path before its message, unless it has one. */
  static <T> Result<T> at(String path, Result<T> result) {
    return switch (result) {
      case Result.Ok<T> ok -> ok;
      case Result.Failed<T>(var failure) -> Result.failed(at(path, failure));
    };
  }

  /** The failure with a path before its message, unless it has one. */
  static Failure at(String path, Failure failure) {
    if (failure.message().startsWith(SPEC)) {
      return failure;
    }
    String message = path + ": " + failure.message();
    return switch (failure) {
      case Failure.Secret(var reason, _) -> new Failure.Secret(reason, message);
      case Failure.Remote(var reason, _) -> new Failure.Remote(reason, message);
      case Failure.Limited(var reason, _, var until) -> new Failure.Limited(reason, message, until);
      case Failure.File(var reason, _) -> new Failure.File(reason, message);
      case Failure.Spec(var reason, _) -> new Failure.Spec(reason, message);
      case Failure.Declined _, Failure.Internal _ -> failure;
    };
  }

  /** The path of the field; empty if the failure is about no field of the location. */
  private static String path(Reason reason, String namespace, Location location) {
    String field = location.field();
    return switch (reason) {
      case SECRET_NOT_FOUND,
          SECRET_FORBIDDEN,
          SECRET_NOT_CONSENTED,
          SECRET_KEY_MISSING,
          SECRET_INVALID ->
          field + ".secretRef";
      case AUTHENTICATION_FAILED, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, CERTIFICATE_INVALID ->
          location.secret() == null
              ? field
              : "%s.secretRef (Secret %s/%s)".formatted(field, namespace, location.secret());
      case BRANCH_NOT_FOUND, BRANCH_IS_TAG -> field + ".ref.branch";
      case REPOSITORY_NOT_FOUND,
          REPOSITORY_EMPTY,
          SCHEME_NOT_ALLOWED,
          HOST_NOT_ALLOWED,
          ADDRESS_NOT_ALLOWED,
          UNSUPPORTED_REPOSITORY ->
          field + ".url";
      case HOST_UNREACHABLE, TIMED_OUT, RECEIVED_TOO_MUCH, REMOTE_ERROR -> field;
      default -> "";
    };
  }
}

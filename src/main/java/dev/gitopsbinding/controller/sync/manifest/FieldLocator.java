package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.PushResult;
import java.util.Comparator;

/**
 * Puts the path of the field that a failure is about before its message. The code that fails is
 * shared by all bindings, for sources and manifests: only here is it known which field is
 * concerned.
 */
public final class FieldLocator {
  private static final String ONLY_PLACE = "spec.manifest";
  private static final String ANY_PLACE = "spec.manifest.edits[]";
  private static final String PLACES = "spec.manifest.edits:";

  private FieldLocator() {}

  /** The result; a failure gets the path of the field of the location. */
  public static <T> Result<T> locate(Result<T> result, String namespace, Location location) {
    return switch (result) {
      case Result.Ok<T> ok -> ok;
      case Result.Failed<T>(var failure) -> Result.failed(locate(failure, namespace, location));
    };
  }

  /** The result of a push; a failure gets the path of the field of the location or place. */
  public static PushResult locate(
      PushResult result, String namespace, Location location, ManifestPlaces places) {
    return result instanceof PushResult.Failed(var failure)
        ? new PushResult.Failed(locate(atOneOf(places, failure), namespace, location))
        : result;
  }

  /** The failure of a file, which names its path, with the fields of the first place with it. */
  private static Failure atOneOf(ManifestPlaces places, Failure failure) {
    return places.all().stream()
        .filter(place -> failure.message().contains(place.path().value()))
        // One path may be the end of another one, and two places may be keys of one file.
        .max(
            Comparator.comparingInt((ManifestPlace place) -> place.path().value().length())
                .thenComparing(place -> place.isKeyIn(failure.message())))
        .map(place -> atPlace(place, failure))
        .orElse(failure);
  }

  /** The failure with the path of the field that it is about, if there is one. */
  public static Failure locate(Failure failure, String namespace, Location location) {
    String field = path(failure.reason(), namespace, location);
    return field.isEmpty() ? failure : at(field, failure);
  }

  /** The result; a failure gets a path before its message, unless it has one. */
  public static <T> Result<T> at(String path, Result<T> result) {
    return switch (result) {
      case Result.Ok<T> ok -> ok;
      case Result.Failed<T>(var failure) -> Result.failed(at(path, failure));
    };
  }

  /** The failure with a path before its message, unless it has one. */
  public static Failure at(String path, Failure failure) {
    return failure.at(path);
  }

  /** The result; a failure of a file names the fields of the place. */
  public static <T> Result<T> atPlace(ManifestPlace place, Result<T> result) {
    return switch (result) {
      case Result.Ok<T> ok -> ok;
      case Result.Failed<T>(var failure) -> Result.failed(atPlace(place, failure));
    };
  }

  /**
   * The failure of a file, which may name the fields of the only place of a binding, with those of
   * one of several places.
   */
  public static Failure atPlace(ManifestPlace place, Failure failure) {
    if (place.field().equals(ONLY_PLACE) || !(failure instanceof Failure.File)) {
      return failure;
    }
    String message =
        failure
            .message()
            .replace(ONLY_PLACE + ".path", place.field() + ".path")
            .replace(ONLY_PLACE + ".object", place.field() + ".object")
            .replace(ANY_PLACE, place.field())
            .replace(PLACES, place.field() + ":");
    return at(place.field(), new Failure.File(failure.reason(), message));
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

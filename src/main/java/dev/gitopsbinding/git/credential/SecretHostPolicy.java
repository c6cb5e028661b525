package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.HostNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether the owner of a Secret allows it to be sent to a host. Without this policy, anyone
 * who may create a binding could send any Secret of the namespace to a server of their own.
 */
final class SecretHostPolicy {
  static final String ANNOTATION = "gitopsbinding.dev/hosts";
  private static final String WEBHOOK = "gitopsbinding.dev/webhook";
  private static final String SIGNING = "gitopsbinding.dev/signing";
  private static final String SSH_AUTH = "kubernetes.io/ssh-auth";
  private static final Pattern ENTRY = Pattern.compile("[a-z0-9.:\\[\\]-]+");

  private SecretHostPolicy() {}

  /** The refusal; empty if the Secret may be sent to the host. */
  static Optional<Failure> refusal(SecretData secret, RepositoryUrl url) {
    String annotation = secret.annotations().get(ANNOTATION);
    List<String> hosts = annotation == null ? List.of() : entries(annotation);
    boolean allowed =
        annotation == null
            ? url.scheme() == RepositoryUrl.Scheme.SSH && secret.type().equals(SSH_AUTH)
            : hosts.stream().anyMatch(HostNames.of(url)::contains);
    return allowed ? Optional.empty() : Optional.of(refused(secret, url, hosts));
  }

  /**
   * The refusal for a URL that the Secret itself holds; empty if the operator may send messages to
   * it. Many Secrets hold a URL, for example of a database, that is not meant to get messages: so
   * the owner says it, by the type of the Secret or by the annotation.
   */
  static Optional<Failure> webhookRefusal(SecretData secret, RepositoryUrl url) {
    return secret.annotations().get(ANNOTATION) == null && secret.type().equals(WEBHOOK)
        ? Optional.empty()
        : refusal(secret, url);
  }

  /**
   * The refusal for a key that signs commits; empty if the Secret's owner lets bindings of the
   * namespace sign for the host, by the type of the Secret or by the annotation. Whoever may create
   * bindings could otherwise sign what they like with any key of the namespace.
   */
  static Optional<Failure> signingRefusal(SecretData secret, RepositoryUrl manifest) {
    String annotation = secret.annotations().get(ANNOTATION);
    boolean allowed =
        annotation == null
            ? secret.type().equals(SIGNING)
            : entries(annotation).stream().anyMatch(HostNames.of(manifest)::contains);
    return allowed
        ? Optional.empty()
        : Optional.of(
            new Failure.Secret(
                Reason.SECRET_NOT_CONSENTED,
                "%s may not sign commits for %s. If its owner agrees, run `%s`."
                    .formatted(
                        secret,
                        HostNames.of(manifest).getFirst(),
                        command(
                            secret,
                            manifest,
                            annotation == null ? List.of() : entries(annotation)))));
  }

  private static List<String> entries(String annotation) {
    return Arrays.stream(annotation.split("[,\\s]+"))
        .map(entry -> entry.toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  private static Failure refused(SecretData secret, RepositoryUrl url, List<String> hosts) {
    return new Failure.Secret(
        Reason.SECRET_NOT_CONSENTED,
        "Secret %s/%s may not be sent to %s. If its owner agrees, run `%s`."
            .formatted(
                secret.namespace(),
                secret.name(),
                HostNames.of(url).getFirst(),
                command(secret, url, hosts)));
  }

  /** The command by which the owner consents, beside the hosts that are named already. */
  private static String command(SecretData secret, RepositoryUrl url, List<String> hosts) {
    String value =
        Stream.concat(
                hosts.stream().filter(ENTRY.asMatchPredicate()),
                Stream.of(HostNames.of(url).getFirst()))
            .distinct()
            .collect(Collectors.joining(","));
    return "kubectl annotate secret %s --namespace %s %s'%s=%s'"
        .formatted(
            secret.name(),
            secret.namespace(),
            hosts.isEmpty() ? "" : "--overwrite ",
            ANNOTATION,
            value);
  }
}

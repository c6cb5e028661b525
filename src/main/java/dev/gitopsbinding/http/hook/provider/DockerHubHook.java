package dev.gitopsbinding.http.hook.provider;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Webhooks of Docker Hub (Docker Docs, "Webhooks"). They are not signed, so the secret is the last
 * part of the path.
 */
public final class DockerHubHook implements HookProvider {
  private static final String REPOSITORY = "repository.repo_name";
  private static final String TAG = "push_data.tag";
  private static final PayloadShape SHAPE = PayloadShape.of(REPOSITORY, TAG);

  @Override
  public String name() {
    return "dockerhub";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.Token.of(request.pathToken());
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    Payload payload = PayloadParser.parse(json, SHAPE);
    return ImageNames.pushed(
        Stream.of(ImageNames.tagged("docker.io/" + payload.text(REPOSITORY), payload.text(TAG))));
  }
}

package dev.gitopsbinding.notify.cloudevents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.notify.BindingMessage;
import dev.gitopsbinding.notify.BindingMessage.CommitDetails;
import dev.gitopsbinding.notify.BindingMessage.Contents;
import dev.gitopsbinding.notify.MessageFormat;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** CloudEvents 1.0 in structured content mode (HTTP protocol binding 1.0, section 3.2). */
public final class CloudEventsFormat implements MessageFormat {
  private static final String CONTENT_TYPE = JsonFormat.CONTENT_TYPE + "; charset=utf-8";

  /** The attribute of the extension "Distributed Tracing". */
  private static final String TRACEPARENT = "traceparent";

  @Override
  public Body format(BindingMessage message) {
    String namespace = message.binding().namespace();
    String name = message.binding().name();
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(message.id())
            .withType(
                "dev.gitopsbinding.binding.%s.v1"
                    .formatted(message.event().text().toLowerCase(Locale.ROOT)))
            .withSource(
                URI.create(
                    "/apis/%s/v1alpha1/namespaces/%s/gitopsbindings/%s"
                        .formatted(GitOpsBinding.GROUP, namespace, name)))
            .withSubject(namespace + "/" + name)
            .withTime(message.time().atOffset(ZoneOffset.UTC))
            .withDataContentType("application/json")
            .withData(JsonCloudEventData.wrap(data(message)));
    if (message.traceparent() != null) {
      event.withExtension(TRACEPARENT, message.traceparent());
    }
    return new Body(
        CONTENT_TYPE,
        new String(new JsonFormat().serialize(event.build()), StandardCharsets.UTF_8));
  }

  @Override
  public boolean isAuthenticated() {
    return true;
  }

  /** Fields without a value are left out. Their names and meanings are documented: keep them. */
  private static ObjectNode data(BindingMessage message) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("namespace", message.binding().namespace());
    data.put("name", message.binding().name());
    data.put("event", message.event().text());
    data.put("reason", message.reason());
    data.put("warning", message.warning());
    data.put("message", message.text());
    put(data, "image", message.image());
    put(data, "fromTag", message.fromTag());
    put(data, "toTag", message.toTag());
    commit(data, "source", message.source());
    commit(data, "manifest", message.manifest());
    contents(data, message.contents());
    return data;
  }

  private static void commit(ObjectNode data, String field, @Nullable CommitDetails commit) {
    if (commit == null) {
      return;
    }
    ObjectNode json = data.putObject(field);
    json.put("repository", commit.repository());
    json.put("branch", commit.branch());
    put(json, "path", commit.path());
    json.put("commit", commit.sha());
    put(json, "link", commit.link() == null ? null : commit.link().toString());
    put(json, "subject", commit.subject());
    put(json, "author", commit.author());
  }

  private static void contents(ObjectNode data, @Nullable Contents contents) {
    if (contents == null) {
      return;
    }
    ArrayNode commits = data.putArray("commits");
    for (Contents.Line line : contents.newest()) {
      ObjectNode json = commits.addObject();
      json.put("commit", line.sha());
      put(json, "subject", line.subject());
      put(json, "author", line.author());
      put(json, "date", line.date());
    }
    if (contents.count() != null) {
      data.put("commitCount", contents.count());
      data.put("moreCommits", contents.more());
    }
  }

  private static void put(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }
}

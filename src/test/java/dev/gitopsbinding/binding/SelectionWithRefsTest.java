package dev.gitopsbinding.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** That refs are asked for is another selection: what landed before had not moved them. */
class SelectionWithRefsTest {
  @Test
  void refsAtOnePlaceAreNamed() throws IOException {
    assertThat(selection("[{path: a/kustomization.yaml}]"))
        .isEqualTo("Deployment/web [] ghcr.io/acme/web");
    assertThat(selection("[{path: a/kustomization.yaml, refs: false}]"))
        .isEqualTo("Deployment/web [] ghcr.io/acme/web");
    assertThat(selection("[{path: a/kustomization.yaml, refs: true}]"))
        .isEqualTo("Deployment/web [] ghcr.io/acme/web with refs");
  }

  @Test
  void refsAtOneOfSeveralPlacesAreNamed() throws IOException {
    assertThat(selection("[{path: b.yaml}, {path: a/kustomization.yaml}]"))
        .isEqualTo("Deployment/web [] ghcr.io/acme/web");
    assertThat(selection("[{path: b.yaml}, {path: a/kustomization.yaml, refs: true}]"))
        .isEqualTo("Deployment/web [] ghcr.io/acme/web at a/kustomization.yaml with refs, b.yaml");
  }

  private static String selection(String edits) throws IOException {
    return Bindings.parse(
            Bindings.resource(
                new YAMLMapper()
                    .readTree(
                        """
                        manifest:
                          url: ssh://git@git.example.com/acme/deploy.git
                          ref: {branch: main}
                          secretRef: {name: git}
                          edits: %s
                        """
                            .formatted(edits)),
                null))
        .selection();
  }
}

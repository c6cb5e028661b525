/** Authentication challenges, token servers and bearer tokens. */
@NullMarked
package dev.gitopsbinding.registry.token;

import org.jspecify.annotations.NullMarked;

/** Limits of what the API server is asked. */
@NullMarked
package dev.gitopsbinding.net.apiserver;

import org.jspecify.annotations.NullMarked;

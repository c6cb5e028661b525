/** Git over HTTPS. */
@NullMarked
package dev.gitopsbinding.git.transport.http;

import org.jspecify.annotations.NullMarked;

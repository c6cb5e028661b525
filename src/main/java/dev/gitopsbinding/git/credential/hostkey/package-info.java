/** Host keys that a Secret accepts. */
@NullMarked
package dev.gitopsbinding.git.credential.hostkey;

import org.jspecify.annotations.NullMarked;

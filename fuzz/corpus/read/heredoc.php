<?php
$a = <<<EOT
x {$b["c"]} y
EOT;
$c = ["k" => "v", 'l' => $d->e()];

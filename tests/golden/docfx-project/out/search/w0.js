waybookSearch("w0",`chang ed	D
draft 	I
guid e	HE
raw 	I
role s	P
servic es	T
start 	L
task s	X
up 	E
what 	D`)

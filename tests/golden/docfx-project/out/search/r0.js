waybookSearch("r0",[{"u":"changes.html","t":"What changed","l":"en","s":[]},
{"u":"guide/index.html","t":"Guide","l":"en","s":[["","","up"]]},
{"u":"index.html","t":"Start","l":"en","s":[["","","guide raw draft"]]},
{"u":"roles/index.html","t":"Roles","l":"en","s":[]},
{"u":"services/index.html","t":"Services","l":"en","s":[]},
{"u":"tasks/index.html","t":"Tasks","l":"en","s":[]}])
